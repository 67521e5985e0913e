"""The HTTP floor: connections, pools, clients and the one retry layer."""
