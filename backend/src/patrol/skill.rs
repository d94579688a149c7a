//! Who is trained to lead (rule V11).
