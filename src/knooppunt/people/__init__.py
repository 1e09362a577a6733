"""Who is who: persons with an account, organisations, disciplines, municipalities, hubs, the directory, and access."""
