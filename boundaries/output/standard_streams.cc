#include "boundaries/output/standard_streams.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace placewright::boundaries::output {
namespace {

bool stdout_lost = false;

bool write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(file, bytes, size);
    if (written > 0) {
      bytes += written;
      size -= static_cast<std::size_t>(written);
    } else if (written < 0 && errno == EAGAIN) {
      pollfd wait{file, POLLOUT, 0};
      ::poll(&wait, 1, -1);
    } else if (written == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

ssize_t write_out(void*, const char* bytes, std::size_t size) {
  stdout_lost = stdout_lost || !write_all(STDOUT_FILENO, bytes, size);
  return static_cast<ssize_t>(size);
}

ssize_t write_err(void*, const char* bytes, std::size_t size) {
  (void)write_all(STDERR_FILENO, bytes, size);
  return static_cast<ssize_t>(size);
}

/// What is printed to it is lost: it cannot be written to, or not be read.
void open_if_closed(int file, int flags) {
  if (::fcntl(file, F_GETFD) >= 0 || errno != EBADF) return;
  // The lowest free number is given: those below are open by now.
  if (::open("/dev/null", flags) != file) std::_Exit(EXIT_FAILURE);
}

}  // namespace

void settle_standard_streams() {
  open_if_closed(STDIN_FILENO, O_WRONLY);
  open_if_closed(STDOUT_FILENO, O_RDONLY);  // results are then lost, and that is said
  open_if_closed(STDERR_FILENO, O_WRONLY);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  if (auto* out = ::fopencookie(nullptr, "w", {nullptr, write_out, nullptr, nullptr})) {
    std::setvbuf(out, nullptr, ::isatty(STDOUT_FILENO) != 0 ? _IOLBF : _IOFBF, BUFSIZ);
    stdout = out;
  }
  if (auto* err = ::fopencookie(nullptr, "w", {nullptr, write_err, nullptr, nullptr})) {
    std::setvbuf(err, nullptr, _IONBF, 0);
    stderr = err;
  }
}

bool finish_stdout() { return std::fflush(stdout) == 0 && !stdout_lost; }

}  // namespace placewright::boundaries::output
