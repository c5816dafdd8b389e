// check_certificate FILE: verifies a certificate of `placewright draw --prove` without the program that wrote
// it.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/access_certificate_checker.h"
#include "tests/certificate_checker.h"

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: check_certificate FILE\n"), 2;
  std::ifstream file(argv[1]);
  std::stringstream text;
  text << file.rdbuf();
  if (text.str().find("\"placewright access certificate") != std::string::npos) {
    const auto verdict = placewright::certificate::check_access(text.str());
    std::printf("%s: %s (%zu leaves, the least proves %.1f person-minutes)\n",
                verdict.valid ? "valid" : "NOT VALID", verdict.why.c_str(), verdict.leaves, verdict.least);
    return verdict.valid ? 0 : 1;
  }
  const auto verdict = placewright::certificate::check(text.str());
  std::printf("%s: %s (%zu legal neighbourhoods, %zu cheap enough to matter, %llu steps)\n",
              verdict.valid ? "valid" : "NOT VALID", verdict.why.c_str(), verdict.neighbourhoods,
              verdict.candidates, static_cast<unsigned long long>(verdict.steps));
  return verdict.valid ? 0 : 1;
}
