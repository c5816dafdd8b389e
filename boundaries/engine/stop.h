#pragma once

#include <atomic>

namespace placewright::boundaries::engine {

/// Ends a run early: a flag set by another thread, or so many CPU seconds of the thread that asks.
struct Stop {
  const std::atomic<bool>* flag = nullptr;
  double cpu_deadline = 0;  ///< on the thread's CPU clock, seconds; 0: none
  [[nodiscard]] bool asked() const;
};
/// CPU seconds that the calling thread has used.
[[nodiscard]] double thread_cpu_seconds();

}  // namespace placewright::boundaries::engine
