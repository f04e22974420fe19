//! The program: arguments in, exit code out. Everything else is in the library.

fn main() -> std::process::ExitCode {
    ibid::cli::main()
}
