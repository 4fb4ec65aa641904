"""Rows of the routine's registers that no case brought: written by hand, or brought by a workbook."""
