#include "viewer/session/back_job.h"

#include <utility>

#include "geo/error.h"

namespace placewright::viewer {

BackJob::BackJob(std::string title, Work work, std::function<void()> wake) : title_(std::move(title)) {
  thread_ = std::thread([this, work = std::move(work), wake = std::move(wake)] {
    JobOutcome outcome;
    try {
      outcome = work([&](double fraction, std::string_view what) {
        if (stop_) throw Stopped{};
        fraction_ = fraction;
        {
          const std::lock_guard guard(lock_);
          phase_ = what;
        }
        wake();
      });
    } catch (const Stopped&) {
      outcome.message = title_ + ": stopped, nothing is changed";
    } catch (const geo::InputError& error) {
      outcome.message = error.what();
      outcome.bad = true;
    } catch (const std::exception& error) {
      outcome.message = title_ + " broke off: " + error.what();
      outcome.bad = true;
    }
    {
      const std::lock_guard guard(lock_);
      outcome_ = std::move(outcome);
    }
    wake();
  });
}

BackJob::~BackJob() {
  stop_ = true;
  thread_.join();
}

std::string BackJob::phase() {
  const std::lock_guard guard(lock_);
  return phase_;
}

std::optional<JobOutcome> BackJob::finished() {
  const std::lock_guard guard(lock_);
  return std::exchange(outcome_, std::nullopt);
}

}  // namespace placewright::viewer
