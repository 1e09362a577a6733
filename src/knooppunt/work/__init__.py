"""Work behind the screens: what waits to be handed to another system, rounds that come back, and the one worker."""
