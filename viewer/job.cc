#include "viewer/job.h"

#include <exception>
#include <utility>

namespace placewright::viewer {

SearchJob::SearchJob(boundaries::Problem problem, boundaries::SearchOptions options, std::function<void()> wake) {
  thread_ = std::thread([this, problem = std::move(problem), options = std::move(options), wake = std::move(wake)] {
    boundaries::Observer observer;
    observer.stop = &stop_;
    observer.progress = [&](const boundaries::Progress& progress) {
      {
        const std::lock_guard guard(lock_);
        news_.fraction = progress.fraction;
        news_.phase = progress.phase;
      }
      wake();
    };
    observer.better = [&](const boundaries::Labels& labels, double total) {
      {
        const std::lock_guard guard(lock_);
        news_.better = labels;
        news_.better_total = total;
      }
      wake();
    };
    std::optional<boundaries::SearchResult> result;
    std::string failed;
    try {
      result = boundaries::search(problem, options, observer);
    } catch (const std::exception& error) {
      failed = error.what();
    }
    {
      const std::lock_guard guard(lock_);
      news_.done = std::move(result);
      news_.failed = std::move(failed);
    }
    wake();
  });
}

SearchJob::~SearchJob() {
  stop_ = true;
  thread_.join();
}

SearchJob::News SearchJob::look() {
  const std::lock_guard guard(lock_);
  auto news = std::move(news_);
  news_ = {};
  news_.fraction = news.fraction;
  news_.phase = news.phase;
  return news;
}

}  // namespace placewright::viewer
