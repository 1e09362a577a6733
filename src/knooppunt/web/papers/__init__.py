"""What people get on paper: each module makes one finished document of finished data, in the language of the moment.

They know no request, so that a queue can make a paper as well as a page can.
"""
