#pragma once

#include <cstdint>
#include <optional>
#include <utility>

/// What is made of other values and knows of which: the one way in which the window keeps what it has worked
/// out.
namespace placewright::viewer {

/// A stamp of what something was made from. It holds all that the thing depends on and compares with ==.
template <class Stamp>
class MadeFrom {
 public:
  [[nodiscard]] bool is_of(const Stamp& stamp) const { return stamp_ && *stamp_ == stamp; }
  [[nodiscard]] bool made() const { return stamp_.has_value(); }
  /// Nothing: it was never made, or is forgotten.
  [[nodiscard]] const std::optional<Stamp>& stamp() const { return stamp_; }
  void set(Stamp stamp) {
    stamp_ = std::move(stamp);
    ++times_;
  }
  /// It is of nothing, and so is to be made anew.
  void forget() { stamp_.reset(); }
  /// Counts the makings: the stamp of what is made of this in turn.
  [[nodiscard]] std::uint64_t times() const { return times_; }

 private:
  std::optional<Stamp> stamp_;
  std::uint64_t times_ = 0;
};

/// A value with its stamp: made anew where the stamp differs, and only then.
template <class T, class Stamp>
class Derived {
 public:
  /// True: it was made anew, by `make()`. What that throws leaves value and stamp as they were.
  template <class Make>
  bool follow(Stamp stamp, Make&& make) {
    if (from_.is_of(stamp)) return false;
    set(std::move(stamp), std::forward<Make>(make)());
    return true;
  }
  void set(Stamp stamp, T value) {
    value_ = std::move(value);
    from_.set(std::move(stamp));
  }
  void forget() {
    value_ = T{};
    from_.forget();
  }
  [[nodiscard]] bool is_of(const Stamp& stamp) const { return from_.is_of(stamp); }
  [[nodiscard]] bool made() const { return from_.made(); }
  [[nodiscard]] const std::optional<Stamp>& stamp() const { return from_.stamp(); }
  [[nodiscard]] std::uint64_t times() const { return from_.times(); }

  /// An empty value where it was never made.
  [[nodiscard]] const T& operator*() const { return value_; }
  [[nodiscard]] const T* operator->() const { return &value_; }
  /// For what is worked on after it was made, such as a draft.
  [[nodiscard]] T& value() { return value_; }

 private:
  T value_{};
  MadeFrom<Stamp> from_;
};

}  // namespace placewright::viewer
