"""The town and its cast, for the demo and the tests; never installed in production."""
