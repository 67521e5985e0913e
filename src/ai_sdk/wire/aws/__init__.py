"""What the services of AWS have in common: how requests are signed and how streams are framed."""
