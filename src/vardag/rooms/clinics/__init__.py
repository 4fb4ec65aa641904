"""Clinics, their closed days and their own addresses for the routine's links."""
