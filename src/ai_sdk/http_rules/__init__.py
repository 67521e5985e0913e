"""Rules of HTTP that need no I/O: headers, addresses, bodies, content codings, proxies, limits."""
