#include "boundaries/engine/stop.h"

#include <ctime>

namespace placewright::boundaries::engine {

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

bool Stop::asked() const {
  return (flag != nullptr && flag->load(std::memory_order_relaxed)) ||
         (cpu_deadline > 0 && thread_cpu_seconds() >= cpu_deadline);
}

}  // namespace placewright::boundaries::engine
