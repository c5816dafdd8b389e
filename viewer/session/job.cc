#include "viewer/session/job.h"

#include <exception>
#include <utility>

namespace placewright::viewer {

SearchJob::SearchJob(Work work, std::function<void()> wake) {
  thread_ = std::thread([this, work = std::move(work), wake = std::move(wake)] {
    const auto tell = [&] {
      fresh_ = true;
      wake();
    };
    boundaries::Observer observer;
    observer.stop = &stop_;
    double told = -1;
    observer.progress = [&](const boundaries::Progress& progress) {
      {
        const std::lock_guard guard(lock_);
        news_.fraction = progress.fraction;
        news_.phase = progress.phase;
      }
      if (progress.fraction < told + 0.01) return;
      told = progress.fraction;
      tell();
    };
    observer.better = [&](const boundaries::Labels& labels, double total) {
      {
        const std::lock_guard guard(lock_);
        news_.better = labels;
        news_.better_total = total;
      }
      tell();
    };
    const auto met = [&](const boundaries::Labels& labels, double total) {
      {
        const std::lock_guard guard(lock_);
        news_.met.push_back({labels, total});
      }
      tell();
    };
    std::optional<JobResult> result;
    std::string failed;
    try {
      result = work(observer, met);
    } catch (const std::exception& error) {
      failed = error.what();
    }
    {
      const std::lock_guard guard(lock_);
      news_.done = std::move(result);
      news_.failed = std::move(failed);
    }
    tell();
  });
}

SearchJob::~SearchJob() {
  stop_ = true;
  thread_.join();
}

SearchJob::News SearchJob::look() {
  const std::lock_guard guard(lock_);
  fresh_ = false;
  auto news = std::move(news_);
  news_ = {};
  news_.fraction = news.fraction;
  news_.phase = news.phase;
  return news;
}

}  // namespace placewright::viewer
