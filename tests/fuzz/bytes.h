#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "tests/fuzz/targets.h"

namespace placewright::fuzz {

inline std::string text_of(Input input) { return {input.begin(), input.end()}; }

/// Numbers at which programs break.
inline constexpr std::array<double, 24> kOddNumbers{0.0,
                                                    -0.0,
                                                    1,
                                                    -1,
                                                    0.5,
                                                    1e-300,
                                                    1e308,
                                                    -1e308,
                                                    1e15,
                                                    -1e15,
                                                    1e7,
                                                    -1e7,
                                                    4294967295.0,
                                                    4294967296.0,
                                                    9223372036854775807.0,
                                                    2147483648.0,
                                                    1e6,
                                                    30000,
                                                    50000,
                                                    400000,
                                                    300000,
                                                    std::numeric_limits<double>::infinity(),
                                                    -std::numeric_limits<double>::infinity(),
                                                    std::numeric_limits<double>::quiet_NaN()};

/// Texts at which programs break.
inline constexpr std::array<std::string_view, 26> kOddTexts{"",
                                                            " ",
                                                            "-",
                                                            "0",
                                                            "-1",
                                                            "1e999",
                                                            "nan",
                                                            "inf",
                                                            "=1+1",
                                                            "@x",
                                                            "\x1b[31mred",
                                                            "\xff\xfe\xfa",
                                                            "\xe2\x80\xae reversed",
                                                            "a\"b",
                                                            "a,b",
                                                            "a\nb",
                                                            "..",
                                                            "../../x",
                                                            "[[[[[[[[",
                                                            "{\"a\":{\"a\":1}}",
                                                            "null",
                                                            "31/02/2026",
                                                            "9999999999999999999999",
                                                            "A,A",
                                                            "*",
                                                            "%s%n"};

/// Bytes taken one after the other; zeroes once they are spent.
class Bytes {
 public:
  explicit Bytes(Input input) : input_(input) {}

  [[nodiscard]] bool spent() const { return at_ >= input_.size(); }
  std::uint8_t byte() { return spent() ? std::uint8_t{0} : input_[at_++]; }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : (byte() * 256U + byte()) % limit; }
  std::string text(std::size_t most) {
    std::string out;
    for (auto left = byte() % (most + 1); left > 0 && !spent(); --left) out += static_cast<char>(byte());
    return out;
  }
  double number() {
    const auto kind = byte();
    if (kind < 128) return kOddNumbers[kind % kOddNumbers.size()];
    if (kind < 224) return byte() * 100.0 - 1000;
    std::uint64_t raw = 0;
    for (int i = 0; i < 8; ++i) raw = raw << 8U | byte();
    double value = 0;
    std::memcpy(&value, &raw, sizeof value);
    return value;
  }

 private:
  Input input_;
  std::size_t at_ = 0;
};

}  // namespace placewright::fuzz
