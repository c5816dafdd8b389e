#pragma once

/// The standard streams of a program whose work must not depend on whether anybody listens.
namespace placewright::boundaries::output {

/// For the first line of main(), before any file is opened. A closed standard stream is opened on nothing, so
/// that no file of the work ever stands under its number and receives messages. From then on printing neither
/// fails nor ends the program, whatever became of the disk or of the reader; nor does a file that reached the
/// size a user may write: that write fails and is said.
void settle_standard_streams();

/// Writes out what was printed; false when some of what was printed to stdout, now or before, is lost.
[[nodiscard]] bool finish_stdout();

}  // namespace placewright::boundaries::output
