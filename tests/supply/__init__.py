"""What is shipped and what it is made with: pins with hashes, a bill of materials, the wheel."""
