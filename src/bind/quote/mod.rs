//! A quotation and the passages it cites → a verdict.
