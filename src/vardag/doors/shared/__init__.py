"""What every door needs: who is there, what time it is, refusals as pages, words."""
