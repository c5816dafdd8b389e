#include "boundaries/engine/ladder.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "boundaries/engine/start.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kHot = 0.7, kCold = 0.01;  // of the mean absolute change at the start
constexpr int kStarts = 4;

Found judged(const Walk& walk, const MoveCounts& counts) {
  return {walk.plan(), walk.total(), broken_people(walk), counts};
}

/// Brings people inside the bounds: first by that alone, then colder and longer.
void repair(Annealer& annealer, Walk& walk, const Stop& stop) {
  AnnealRules rules;
  rules.hard = false;
  rules.penalty = 1;
  rules.aim_weight = 0;
  double people = 0;
  for (const std::int64_t p : walk.instance().people) people += static_cast<double>(p);
  const double mean = people / std::max(1U, walk.instance().size);
  for (int round = 0; round < 3 && broken_people(walk) > 0 && !stop.asked(); ++round)
    annealer.run({0.5 * mean, 0.005 * mean, (200ULL << (2 * round)) * walk.instance().size}, rules, stop);
}

}  // namespace

std::uint32_t Question::parts() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t count : count_of_region) sum += count;
  return sum;
}

Found find_start(const Question& question, std::uint64_t stream, const Stop& stop) {
  const Instance& instance = *question.instance;
  Walk walk(instance, question.parts());
  Annealer annealer(walk, question.seed, stream);
  Found best;
  if (!question.start.empty()) {
    walk.reset(question.start);
    if (broken_people(walk) > 0) repair(annealer, walk, stop);
    return judged(walk, annealer.counts());
  }
  for (int start = 0; start < kStarts && !(best.outside == 0 && !best.plan.empty()) && !(start > 0 && stop.asked()); ++start) {
    walk.reset(draw_start(instance, *question.regions, question.count_of_region, annealer.random()));
    if (broken_people(walk) > 0) repair(annealer, walk, stop);
    Found found = judged(walk, annealer.counts());
    if (found.better_than(best)) best = std::move(found);
  }
  return best;
}

Found run_chain(const Question& question, std::uint64_t stream, std::uint64_t steps, const Stop& stop) {
  Found found = find_start(question, stream, stop);
  Walk walk(*question.instance, question.parts());
  walk.reset(found.plan);
  Annealer annealer(walk, question.seed, stream + 0x5bd1e995ULL);
  const double scale = annealer.measure_scale(4000);
  AnnealRules rules;
  if (found.outside > 0) {
    rules.hard = false;
    rules.penalty = 10 * scale;
  }
  if (scale > 0) annealer.run({kHot * scale, kCold * scale, steps}, rules, stop);
  Found better = judged(walk, annealer.counts());
  better.counts.add(found.counts);
  if (better.better_than(found)) return better;
  found.counts = better.counts;
  return found;
}

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
  for (unsigned thread = 1; thread < std::min<std::size_t>(threads, count); ++thread) crew.emplace_back(work);
  work();
  for (std::thread& thread : crew) thread.join();
  if (trouble) std::rethrow_exception(trouble);
}

}  // namespace placewright::boundaries::engine
