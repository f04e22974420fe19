//! Seed → Source.
