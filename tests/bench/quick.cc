#include <cstdio>
#include <cstdlib>
#include "bench_instance.h"
#include "boundaries/score.h"
#include "boundaries/search.h"
#include "boundaries/engine/anneal.h"
using namespace placewright;
int main(int argc, char** argv) {
  auto problem = toy::read_bench_problem(toy::bench_folder() / "instances" / argv[1], 30000, 50000);
  problem.count = static_cast<std::uint32_t>(std::atoi(argv[2]));
  const double seconds = std::atof(argv[3]);
  const int seeds = std::atoi(argv[4]);
  problem.weights.compactness = argc > 5 ? std::atof(argv[5]) : 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    boundaries::SearchOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.cpu_seconds = seconds;
    options.effort = boundaries::Effort::thorough;
    const double t = boundaries::engine::thread_cpu_seconds();
    auto result = boundaries::search(problem, options);
    const double used = boundaries::engine::thread_cpu_seconds() - t;
    auto s = boundaries::score(problem, result.labels);
    std::uint64_t proposed = 0;
    for (auto& [k, v] : result.trace.proposed) proposed += v;
    std::printf("seed %d total %.6f out %u nc %u cpu %.2f proposals/s %.2fM", seed, result.total, s.out_of_bounds, s.not_contiguous, used, static_cast<double>(proposed) / used / 1e6);
    for (auto& c : s.criteria) if (c.name == "deprivation") std::printf(" ssw %.0f", c.ingredients["ssw"]); else if (c.name == "compactness") std::printf(" cut %.1f", c.ingredients["cut_m"] / 1000);
    for (auto& [k, v] : result.trace.accepted) std::printf(" %s %.3f/%.3f", k.c_str(), static_cast<double>(v) / 1e6, static_cast<double>(result.trace.proposed[k]) / 1e6);
    std::printf("\n");
  }
}
