"""What joins this library to others: each is an extra, imported when it is first used."""
