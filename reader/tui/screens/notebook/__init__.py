"""The screens over all that was marked: the notebook, the review, places, the trash."""
