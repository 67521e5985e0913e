"""What users complain about elsewhere: one named test for each, that fails if it were true here."""
