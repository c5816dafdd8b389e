#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "boundaries/engine/breed/ladder.h"

namespace placewright::boundaries::engine {

void run_jobs(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t at = 0; at < count; ++at) job(at);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::exception_ptr trouble;
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t at = next++; at < count; at = next++) {
      try {
        job(at);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!trouble) trouble = std::current_exception();
      }
    }
  };
  std::vector<std::thread> crew;
  for (std::size_t thread = 1; thread < std::min<std::size_t>(threads, count); ++thread)
    crew.emplace_back(work);
  work();
  for (std::thread& thread : crew) thread.join();
  if (trouble) std::rethrow_exception(trouble);
}

}  // namespace placewright::boundaries::engine
