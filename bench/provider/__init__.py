"""The provider that is called: precomputed bytes, sent by a process that does nothing else."""
