#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

// Where clang++ is not: a target under inputs changed by chance, without a view of the code they reach.
//
//     fuzz_by_chance TARGET SECONDS CORPUS [SEED]
//
// The input in hand lies in fuzz_by_chance.TARGET.last, so that a run that aborts leaves it. Runs that take
// more than two seconds are said.

namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<Bytes> read_corpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> corpus{{}};
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    corpus.push_back({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
  }
  return corpus;
}

void change_once(Bytes& bytes, const Bytes& other, std::mt19937_64& random) {
  const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
  const auto at = static_cast<std::ptrdiff_t>(below(bytes.size() + 1));
  const auto rest = static_cast<std::ptrdiff_t>(bytes.size()) - at;
  const auto length = std::min(rest, static_cast<std::ptrdiff_t>(1 + below(1U << below(8))));
  switch (below(6)) {
    case 0:
      if (rest > 0) bytes[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random());
      break;
    case 1:
      bytes.insert(bytes.begin() + at, static_cast<std::uint8_t>(random()));
      break;
    case 2:
      bytes.erase(bytes.begin() + at, bytes.begin() + at + length);
      break;
    case 3: {  // a piece of itself again
      const Bytes piece(bytes.begin() + at, bytes.begin() + at + length);
      const auto to = static_cast<std::ptrdiff_t>(below(bytes.size() + 1));
      bytes.insert(bytes.begin() + to, piece.begin(), piece.end());
      break;
    }
    case 4: {  // a piece of another
      const auto from = static_cast<std::ptrdiff_t>(below(other.size() + 1));
      const auto most = static_cast<std::ptrdiff_t>(other.size()) - from;
      const auto to = from + std::min(most, static_cast<std::ptrdiff_t>(1 + below(64)));
      bytes.insert(bytes.begin() + at, other.begin() + from, other.begin() + to);
      break;
    }
    default:
      for (std::size_t i = below(24); i > 0; --i) bytes.push_back(static_cast<std::uint8_t>(random()));
  }
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Written with one call and no buffer: it is there when the program is killed in the next line.
void keep(const std::string& path, const Bytes& bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0 || write(file, bytes.data(), bytes.size()) < 0) std::perror(path.c_str());
  close(file);
}

}  // namespace

int main(int argc, char** argv) {
  const auto targets = placewright::fuzz::targets();
  const auto target = std::find_if(targets.begin(), targets.end(),
                                   [&](const auto& one) { return argc >= 4 && one.name == argv[1]; });
  if (target == targets.end()) {
    std::fputs("usage: fuzz_by_chance TARGET SECONDS CORPUS [SEED]; targets:", stderr);
    for (const auto& one : targets) std::fprintf(stderr, " %s", std::string(one.name).c_str());
    std::fputs("\n", stderr);
    return 2;
  }
  const auto corpus = read_corpus(argv[3]);
  std::mt19937_64 random(argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1);
  const std::string last = std::string("fuzz_by_chance.") + argv[1] + ".last";
  const auto start = std::chrono::steady_clock::now();
  unsigned long long runs = 0;
  double slowest = 0;
  while (seconds_since(start) < std::atof(argv[2])) {
    auto bytes = corpus[random() % corpus.size()];
    for (auto changes = random() % 10; changes > 0; --changes)
      change_once(bytes, corpus[random() % corpus.size()], random);
    keep(last, bytes);
    const auto began = std::chrono::steady_clock::now();
    target->run(bytes);
    const double took = seconds_since(began);
    if (took > 2 && took > slowest) {
      std::fprintf(stderr, "%s: run %llu took %.1f s\n", argv[1], runs, took);
      keep(last + ".slow", bytes);
    }
    slowest = std::max(slowest, took);
    ++runs;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%s: %llu runs, slowest %.2f s, %ld MB\n", argv[1], runs, slowest, usage.ru_maxrss / 1024);
  std::filesystem::remove(last);
}
