"""Screens of somebody who asks for advice or refers a family."""
