"""The pages' speed beside a bare view that does the least for the same page, in the same run."""
