#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/leeds_full.h"
#include "bench/yardstick.h"
#include "bench_instance.h"
#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/breed/ladder.h"
#include "boundaries/engine/frontier.h"
#include "boundaries/engine/moves/anneal.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/recombine.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/engine/proof.h"
#include "boundaries/engine/search.h"
#include "boundaries/engine/settings_text.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/judge/score.h"
#include "datasets/place/file.h"

/// Measures the engine. Usage:
///   bench values INSTANCE COUNT SECONDS SEEDS [DEPRIVATION COMPACTNESS [FOLDER]]   plans at so many CPU
///   seconds, median, yardstick bench table [SECONDS [SEEDS]]                        every row of the table
///   of aims (of so many seconds): value, asked, yardstick bench convert PLACE.gpkg FOLDER a place file as an
///   instance (England: import data/england/england_lsoa.gpkg first) bench earnings [SECONDS [SEEDS
///   [INSTANCE]]]          what is lost without each move and idea, one at a time bench rates INSTANCE COUNT
///   proposals a CPU second of one chain, and of the yardstick bench frontier INSTANCE COUNT SECONDS [SEED]
///   plans that trade deprivation against compactness bench proof INSTANCE COUNT [DEPRIVATION COMPACTNESS]
///   what can be proved about a quick plan bench everything [COUNT] Leeds with all criteria:
///   proposals a second, and a search of all counts
/// COUNT 0: as many neighbourhoods as come out best. INSTANCE is a folder of shared/bench/instances, or a
/// path with areas.csv and edges.csv. In the environment, BENCH_THREADS: threads; BENCH_NO_YARDSTICK: leave
/// the yardstick out. With FOLDER the labels are written there for score.py.
namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;
using bench::Yardstick;

double ingredient(const Score& judged, const std::string& criterion, const std::string& name) {
  for (const CriterionScore& one : judged.criteria)
    if (one.name == criterion) return one.ingredients.at(name);
  return std::nan("");
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void write_labels(const Problem& problem, const Labels& labels, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return;
  std::fprintf(file, "id,region\n");
  for (std::size_t area = 0; area < labels.size(); ++area)
    std::fprintf(file, "%s,%d\n", problem.code[area].c_str(), labels[area]);
  std::fclose(file);
}

Problem read_instance(const std::string& name, std::uint32_t count) {
  // A name with a slash is a folder elsewhere.
  const auto folder = name.find('/') == std::string::npos ? toy::bench_folder() / "instances" / name
                                                          : std::filesystem::path(name);
  Problem problem = toy::read_bench_problem(folder, 30000, 50000);
  if (count > 0) problem.count = count;
  return problem;
}

/// Peak memory of this program so far, MB.
double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Medians {
  double total = std::nan(""), ssw = std::nan(""), cut_km = std::nan(""), yardstick = std::nan("");
};

/// So many seeds of one task, a line each; labels to `folder` where one is given.
Medians measure(Problem problem, const std::string& name, double seconds, int seeds, double deprivation,
                double compactness, const std::string& folder, const Settings& settings = {}) {
  problem.weights[Criterion::deprivation] = deprivation;
  problem.weights[Criterion::compactness] = compactness;
  const bool plain = compactness == 0 && problem.count;
  const Compiled compiled = compile(problem, {}, 40000);
  std::vector<double> totals, ssw, cut, yard;
  for (int seed = 1; seed <= seeds; ++seed) {
    SearchOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.cpu_seconds = seconds;
    options.settings = settings;
    if (const char* threads = std::getenv("BENCH_THREADS"))
      options.threads = static_cast<unsigned>(std::atoi(threads));
    const double begun = thread_cpu_seconds();
    const SearchResult result = search(problem, options);
    const double used = thread_cpu_seconds() - begun;
    if (result.labels.empty()) {
      std::printf("seed %d: no plan\n", seed);
      continue;
    }
    const Score judged = score(problem, result.labels);
    totals.push_back(result.total);
    ssw.push_back(ingredient(judged, "deprivation", "ssw"));
    cut.push_back(ingredient(judged, "compactness", "cut_m") / 1000);
    std::printf(
        "  seed %d: total %.6f ssw %.0f cut %.1f km, %u out, %u in pieces, %.2f CPU s, this plan found after "
        "%.2f",
        seed, result.total, ssw.back(), cut.back(), judged.out_of_bounds, judged.not_contiguous, used,
        result.trace.best.empty() ? 0.0 : result.trace.best.back().cpu_seconds);
    if (plain && std::getenv("BENCH_NO_YARDSTICK") == nullptr) {
      Yardstick yardstick(compiled.instance, *problem.count);
      geo::Random random(static_cast<std::uint64_t>(seed), 1);
      const auto apart =
          apportion(compiled, find_count_range(compiled, problem.population), *problem.count, true);
      const auto other = yardstick.run(draw_start(compiled.instance, compiled.regions, apart.value(), random),
                                       seconds, static_cast<std::uint64_t>(seed));
      yard.push_back(other.ssw);
      std::printf("; yardstick ssw %.0f, %lld people out", other.ssw, static_cast<long long>(other.outside));
    }
    std::printf("\n");
    std::fflush(stdout);
    if (!folder.empty())
      write_labels(problem, result.labels, folder + "/" + name + "." + std::to_string(seed) + ".csv");
  }
  Medians medians;
  if (totals.empty()) return medians;
  medians = {median(totals), median(ssw), median(cut), yard.empty() ? std::nan("") : median(yard)};
  return medians;
}

/// The features that the settings leave out one by one.
std::vector<std::pair<std::string, Settings>> settings_without_each() {
  std::vector<std::pair<std::string, Settings>> each;
  Settings all;
  for_each_feature(all.use, [&](const char* name, bool&) {
    Settings without;
    for_each_feature(without.use,
                     [&](const char* other, bool& used) { used = std::string_view(other) != name; });
    each.emplace_back(name, without);
  });
  return each;
}

/// BENCH_SETTINGS names a file of settings; of the features it leaves on, BENCH_WITHOUT names some, such as
/// "cover,three".
Settings settings_asked() {
  const char* file = std::getenv("BENCH_SETTINGS");
  Settings settings = file != nullptr ? read_settings(file) : Settings{};
  const char* without = std::getenv("BENCH_WITHOUT");
  for_each_feature(settings.use, [&](const char* name, bool& used) {
    if (without != nullptr &&
        (',' + std::string(without) + ',').find(',' + std::string(name) + ',') != std::string::npos)
      used = false;
  });
  return settings;
}

int show_values(const std::vector<std::string>& words) {
  const Problem problem = read_instance(words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))));
  const double seconds = std::stod(words.at(3));
  const Medians found =
      measure(problem, words[1], seconds, std::stoi(words.at(4)), words.size() > 5 ? std::stod(words[5]) : 1,
              words.size() > 6 ? std::stod(words[6]) : 0, words.size() > 7 ? words[7] : "", settings_asked());
  if (std::isnan(found.total)) return 1;
  std::printf("%s at %g CPU s: median total %.6f, ssw %.0f, cut %.1f km", words[1].c_str(), seconds,
              found.total, found.ssw, found.cut_km);
  if (!std::isnan(found.yardstick))
    std::printf("; yardstick %.0f, ratio %.4f", found.yardstick, found.ssw / found.yardstick);
  std::printf("; peak memory %.0f MB\n", peak_mb());
  return 0;
}

/// What a proof says about a plan of quick effort, and what it costs.
int show_proof(const std::vector<std::string>& words) {
  Problem problem = read_instance(words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))));
  problem.weights[Criterion::deprivation] = words.size() > 3 ? std::stod(words[3]) : 1;
  problem.weights[Criterion::compactness] = words.size() > 4 ? std::stod(words[4]) : 0;
  SearchOptions options;
  options.effort = Effort::quick;
  options.settings = settings_asked();
  const SearchResult found = search(problem, options);
  const double begun = thread_cpu_seconds();
  const Proof proof = prove(problem, found.labels, proof_budget(Effort::normal, options.settings));
  std::printf("%s: total %.6f, bound %.6f, gap %.4f %%, %.1f CPU s; %s\n", words[1].c_str(), proof.total,
              proof.bound, 100 * proof.gap, thread_cpu_seconds() - begun, proof.words.c_str());
  return 0;
}

int show_frontier(const std::vector<std::string>& words) {
  Problem problem = read_instance(words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))));
  FrontierOptions options;
  options.criteria = {"deprivation", "compactness"};
  options.search.cpu_seconds = std::stod(words.at(3));
  if (words.size() > 4) options.search.seed = std::stoull(words[4]);
  const double begun = thread_cpu_seconds();
  const auto plans = find_frontier(problem, options);
  for (const FrontierPlan& plan : plans) {
    const Score judged = score(problem, plan.labels);
    std::printf("%.1f km, ssw %.0f, %u out\n", ingredient(judged, "compactness", "cut_m") / 1000,
                ingredient(judged, "deprivation", "ssw"), judged.out_of_bounds);
  }
  std::printf("%zu plans, %.1f CPU s\n", plans.size(), thread_cpu_seconds() - begun);
  return 0;
}

/// A row of the table of aims: what is asked of the median at so many CPU seconds.
struct Aim {
  const char* instance;
  std::uint32_t count;
  double seconds, deprivation, compactness, asked;
};
constexpr Aim kAims[] = {
    {"leeds", 20, 1, 1, 0, 23200},     {"cornwall", 14, 1, 1, 0, 14500},  {"syn500", 21, 1, 1, 0, 17400},
    {"leeds", 20, 10, 1, 0, 22400},    {"cornwall", 14, 10, 1, 0, 13500}, {"syn500", 21, 10, 1, 0, 16950},
    {"syn2000", 85, 10, 1, 0, 66500},  {"leeds", 20, 60, 1, 0, 21900},    {"cornwall", 14, 60, 1, 0, 13280},
    {"syn500", 21, 60, 1, 0, 16780},   {"syn2000", 85, 60, 1, 0, 65000},  {"leeds", 20, 1, 1, 1, 0.2085},
    {"cornwall", 14, 1, 1, 1, 0.3735}, {"leeds", 20, 10, 1, 1, 0.2068},   {"cornwall", 14, 10, 1, 1, 0.3712},
    {"syn2000", 85, 10, 1, 1, 0.2190}, {"leeds", 20, 60, 1, 1, 0.2061},   {"cornwall", 14, 60, 1, 1, 0.3695},
    {"syn2000", 85, 60, 1, 1, 0.2178}, {"leeds", 20, 10, 0, 1, 186.0},    {"syn2000", 85, 10, 0, 1, 808},
};

int show_table(const std::vector<std::string>& words) {
  const double only = words.size() > 1 ? std::stod(words[1]) : 0;
  const int seeds = words.size() > 2 ? std::stoi(words[2]) : 5;
  for (const Aim& aim : kAims) {
    if (only > 0 && aim.seconds != only) continue;
    const Medians found = measure(read_instance(aim.instance, aim.count), aim.instance, aim.seconds, seeds,
                                  aim.deprivation, aim.compactness, "");
    const char* what = aim.compactness == 0 ? "SSW" : aim.deprivation == 0 ? "km of border" : "total";
    const double value = aim.compactness == 0 ? found.ssw : aim.deprivation == 0 ? found.cut_km : found.total;
    std::printf("%s, %u, %g CPU s: %s %.6g, asked %.6g (%s)", aim.instance, aim.count, aim.seconds, what,
                value, aim.asked, value <= aim.asked ? "reached" : "missed");
    if (!std::isnan(found.yardstick)) std::printf(", yardstick %.6g", found.yardstick);
    std::printf("\n");
  }
  return 0;
}

/// What each idea earns: the same seconds without it, one at a time. Above 0: the idea earns.
int show_earnings(const std::vector<std::string>& words) {
  const double seconds = words.size() > 1 ? std::stod(words[1]) : 10;
  const int seeds = words.size() > 2 ? std::stoi(words[2]) : 3;
  const std::string only = words.size() > 3 ? words[3] : "";
  struct Row {
    const char* instance;
    std::uint32_t count;
    double deprivation, compactness;
  };
  constexpr Row kRows[] = {
      {"leeds", 20, 1, 0}, {"cornwall", 14, 1, 1}, {"syn2000", 85, 1, 0}, {"syn2000", 85, 1, 1}};
  for (const Row& row : kRows) {
    if (!only.empty() && only != row.instance) continue;
    const Problem problem = read_instance(row.instance, row.count);
    const double all =
        measure(problem, row.instance, seconds, seeds, row.deprivation, row.compactness, "").total;
    std::printf("%s, deprivation %g, compactness %g, %g CPU s: total %.6f with everything\n", row.instance,
                row.deprivation, row.compactness, seconds, all);
    for (const auto& [name, settings] : settings_without_each()) {
      const double without =
          measure(problem, row.instance, seconds, seeds, row.deprivation, row.compactness, "", settings)
              .total;
      std::printf("%s without %s: total %.6f, %+.2f %%\n", row.instance, name.c_str(), without,
                  100 * (without - all) / all);
      std::fflush(stdout);
    }
  }
  return 0;
}

/// Areas and pairs of a place file as an instance, deprivation by area.
int convert(const std::vector<std::string>& words) {
  const auto place = datasets::PlaceFile::open(words.at(1), datasets::PlaceFile::Mode::read).read();
  const Problem problem = build_problem(place, {}).problem;
  if (!problem.deprivation) {
    std::fprintf(stderr, "%s has no deprivation\n", words[1].c_str());
    return 1;
  }
  std::filesystem::create_directories(words.at(2));
  std::FILE* areas = std::fopen((words[2] + "/areas.csv").c_str(), "w");
  std::FILE* edges = std::fopen((words[2] + "/edges.csv").c_str(), "w");
  if (areas == nullptr || edges == nullptr) return 1;
  std::fprintf(areas, "id,population,imd,x,y\n");
  for (std::size_t area = 0; area < problem.size(); ++area)
    std::fprintf(areas, "%s,%.0f,%.10g,%.1f,%.1f\n", problem.code[area].c_str(), problem.people[area],
                 problem.deprivation->value[area], problem.point[area].x, problem.point[area].y);
  std::fprintf(edges, "i,j,shared_length_m\n");
  for (const geo::Edge& edge : problem.graph.edges())
    std::fprintf(edges, "%s,%s,%.3f\n", problem.code[edge.a].c_str(), problem.code[edge.b].c_str(),
                 edge.border_m);
  std::fclose(areas);
  std::fclose(edges);
  std::printf("%zu areas, %zu pairs\n", problem.size(), problem.graph.edges().size());
  return 0;
}

double proposals_a_second(const Instance& instance, const Grouping& regions,
                          const std::vector<std::uint32_t>& counts, double seconds) {
  geo::Random random(1);
  MovingPlan moving(instance, std::accumulate(counts.begin(), counts.end(), 0U));
  moving.reset(draw_start(instance, regions, counts, random));
  Annealer annealer(moving, 1, 1);
  const double scale = annealer.measure_scale(4000);
  const double begun = thread_cpu_seconds();
  Stop stop;
  stop.cpu_deadline = begun + seconds;
  const auto draws = static_cast<std::uint64_t>(seconds * 12e6 / cost_of_draw(instance));
  annealer.run({0.7 * scale, 0.04 * scale, draws}, {}, stop);
  const double used = thread_cpu_seconds() - begun;
  std::uint64_t proposed = 0;
  for (const std::uint64_t kind : annealer.counts().proposed) proposed += kind;
  return static_cast<double>(proposed) / used;
}

int show_rates(const std::vector<std::string>& words) {
  const Problem problem = read_instance(words.at(1), static_cast<std::uint32_t>(std::stoul(words.at(2))));
  const Compiled compiled = compile(problem, {}, 40000);
  const auto counts =
      apportion(compiled, find_count_range(compiled, problem.population), *problem.count, true).value();
  const double ours = proposals_a_second(compiled.instance, compiled.regions, counts, 2);
  {
    // Pairs redrawn, from a random start; nothing is refused but what gains too little.
    geo::Random random(3);
    MovingPlan moving(compiled.instance, *problem.count);
    moving.reset(draw_start(compiled.instance, compiled.regions, counts, random));
    Recombiner recombiner(moving);
    std::uint64_t done = 0, kept = 0;
    const double begun = thread_cpu_seconds();
    while (thread_cpu_seconds() - begun < 1)
      for (int round = 0; round < 1000; ++round) {
        const std::uint32_t arc =
            random.below(static_cast<std::uint32_t>(compiled.instance.neighbour.size()));
        const Atom atom = compiled.instance.source[arc], other = compiled.instance.neighbour[arc];
        if (moving.part(atom) == moving.part(other)) continue;
        double change = 0;
        kept += recombiner.attempt(atom, other, 0, random, change);
        ++done;
      }
    std::printf("%s: %.0f thousand recombinations a CPU second, %.0f thousand kept\n", words[1].c_str(),
                static_cast<double>(done) / 1e3 / (thread_cpu_seconds() - begun),
                static_cast<double>(kept) / 1e3);
  }
  Yardstick yardstick(compiled.instance, *problem.count);
  geo::Random random(1);
  const auto plain = yardstick.run(draw_start(compiled.instance, compiled.regions, counts, random), 2, 1);
  std::printf("%s: %.2f million proposals a CPU second; plain loops %.2f; ratio %.2f\n", words[1].c_str(),
              ours / 1e6, static_cast<double>(plain.proposals) / 2e6,
              2 * ours / static_cast<double>(plain.proposals));
  return 0;
}

int show_everything(const std::vector<std::string>& words) {
  Problem problem = toy::read_leeds_with_everything();
  std::printf("leeds: %zu hubs, %zu practices, %zu registration rows\n", problem.access[0].site_id.size(),
              problem.registration->practice.size(), problem.registration->patients.column.size());
  const Compiled compiled = compile(problem, {}, 40000);
  std::printf("%.2f million proposals a CPU second with all criteria\n",
              proposals_a_second(compiled.instance, compiled.regions, {20}, 3) / 1e6);
  if (words.size() > 1) problem.count = static_cast<std::uint32_t>(std::stoul(words[1]));
  const double begun = thread_cpu_seconds();
  const SearchResult result = search(problem, {});
  const Score judged = score(problem, result.labels);
  std::printf("normal effort: total %.5f with %u neighbourhoods, border %.1f km, %u out, %.1f CPU s\n",
              result.total, judged.neighbourhoods, ingredient(judged, "compactness", "cut_m") / 1000,
              judged.out_of_bounds, thread_cpu_seconds() - begun);
  for (const CriterionScore& one : judged.criteria) std::printf("  %s %.4f", one.name.c_str(), one.loss);
  std::printf("\n");
  for (const CountResult& row : result.counts)
    std::printf("  %u: %.5f%s\n", row.count, row.total, row.feasible ? "" : " (not legal)");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "values" && words.size() >= 5) return show_values(words);
  if (!words.empty() && words[0] == "table") return show_table(words);
  if (!words.empty() && words[0] == "earnings") return show_earnings(words);
  if (words.size() == 3 && words[0] == "convert") return convert(words);
  if (!words.empty() && words[0] == "rates" && words.size() >= 3) return show_rates(words);
  if (!words.empty() && words[0] == "frontier" && words.size() >= 4) return show_frontier(words);
  if (!words.empty() && words[0] == "proof" && words.size() >= 3) return show_proof(words);
  if (!words.empty() && words[0] == "everything") return show_everything(words);
  std::fprintf(stderr,
               "bench values INSTANCE COUNT SECONDS SEEDS [DEPRIVATION COMPACTNESS [FOLDER]] | table "
               "[SECONDS [SEEDS]] | earnings [SECONDS [SEEDS [INSTANCE]]] | convert PLACE FOLDER | rates "
               "INSTANCE COUNT | frontier INSTANCE COUNT SECONDS [SEED] | proof INSTANCE COUNT "
               "[DEPRIVATION COMPACTNESS] | everything [COUNT]\n");
  return 2;
}
