"""The review pages: every screen of every flow on paper, for those who never open the code: lawyers first."""
