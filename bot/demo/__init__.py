"""The offline demo: the real bot in a made-up server, tried in a browser without a token."""
