#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "boundaries/engine/search.h"
#include "boundaries/from_place/references.h"

/// The engine on a thread of its own, so that the window stays alive: progress, the best plan so far, an end
/// by wish.
namespace placewright::viewer {

/// What came of it: plans, best first, or why there is none; or reference values.
struct JobResult {
  struct Plan {
    boundaries::Labels labels;
    double total = 0;
  };
  std::vector<Plan> plans;
  std::optional<boundaries::Infeasible> infeasible;
  boundaries::References references;
  std::string
      tried{};  ///< which numbers of neighbourhoods were not tried, in words; "" where none was left out
};

class SearchJob {
 public:
  struct News {
    double fraction = 0;
    std::string phase;
    std::optional<boundaries::Labels> better;  ///< a better plan since the last look
    double better_total = 0;
    std::vector<JobResult::Plan>
        met;                        ///< whole plans since the last look, while others are still searched for
    std::optional<JobResult> done;  ///< the end; the job can go
    std::string failed;             ///< why it broke off
  };
  using Met = std::function<void(const boundaries::Labels&, double total)>;
  using Work = std::function<JobResult(const boundaries::Observer&, const Met&)>;
  /// `wake` is called from the thread when there is news worth a frame: a better or a whole plan, another
  /// hundredth, the end. Needs: it may be called from any thread.
  SearchJob(Work work, std::function<void()> wake);
  ~SearchJob();
  SearchJob(const SearchJob&) = delete;
  SearchJob& operator=(const SearchJob&) = delete;

  void stop() { stop_ = true; }  ///< the best so far is its result
  [[nodiscard]] bool stopping() const { return stop_; }
  [[nodiscard]] bool has_news() const { return fresh_; }
  [[nodiscard]] News look();

 private:
  std::atomic<bool> stop_{false}, fresh_{false};
  std::mutex lock_;
  News news_;
  std::thread thread_;
};

}  // namespace placewright::viewer
