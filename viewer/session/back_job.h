#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

/// Work that takes a while and gives the user a file or a place: imports, exports. On a thread of its own,
/// with progress and an end by wish.
namespace placewright::viewer {

/// What came of it, in words; what to show or open then.
struct JobOutcome {
  std::string message;
  bool bad = false;
  std::vector<std::string> lines;  ///< further news for those who want it: rows matched, doubts
  std::string show;                ///< a file or folder to show
  std::string open;                ///< a place to open
};

class BackJob {
 public:
  /// Thrown by a progress callback when the user wants the work to end.
  struct Stopped {};
  /// Called by the work; throws Stopped when it shall end.
  using Progress = std::function<void(double fraction, std::string_view what)>;
  using Work = std::function<JobOutcome(const Progress&)>;

  /// `wake` is called from the thread when there is news.
  BackJob(std::string title, Work work, std::function<void()> wake);
  ~BackJob();
  BackJob(const BackJob&) = delete;
  BackJob& operator=(const BackJob&) = delete;

  [[nodiscard]] const std::string& title() const { return title_; }
  void stop() { stop_ = true; }
  [[nodiscard]] double fraction() const { return fraction_; }
  [[nodiscard]] std::string phase();
  /// The outcome, once: after it the job can go.
  [[nodiscard]] std::optional<JobOutcome> finished();

 private:
  std::string title_;
  std::atomic<bool> stop_{false};
  std::atomic<double> fraction_{0};
  std::mutex lock_;
  std::string phase_;
  std::optional<JobOutcome> outcome_;
  std::thread thread_;
};

}  // namespace placewright::viewer
