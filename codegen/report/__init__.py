"""What our specs cover: facts, classes, fields, drift, as a table and as a page of the docs."""
