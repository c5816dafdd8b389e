#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "boundaries/search.h"

/// A search on a thread of its own, so that the window stays alive: progress, the best plan so far, an end by wish.
namespace placewright::viewer {

class SearchJob {
 public:
  struct News {
    double fraction = 0;
    std::string phase;
    std::optional<boundaries::Labels> better;     ///< a better plan since the last look
    double better_total = 0;
    std::optional<boundaries::SearchResult> done;  ///< the end; the job can go
    std::string failed;                            ///< why it broke off
  };
  /// `wake` is called from the thread when there is news. Needs: it may be called from any thread.
  SearchJob(boundaries::Problem problem, boundaries::SearchOptions options, std::function<void()> wake);
  ~SearchJob();
  SearchJob(const SearchJob&) = delete;
  SearchJob& operator=(const SearchJob&) = delete;

  void stop() { stop_ = true; }  ///< the best so far is its result
  [[nodiscard]] News look();

 private:
  std::atomic<bool> stop_{false};
  std::mutex lock_;
  News news_;
  std::thread thread_;
};

}  // namespace placewright::viewer
