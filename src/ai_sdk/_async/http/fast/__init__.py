"""HTTP/1.1 over few layers: a pool, a parser in C, and nothing else between socket and reply."""
