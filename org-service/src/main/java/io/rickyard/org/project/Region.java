package io.rickyard.org.project;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where a project lives, as one of the hosted platform's region codes: its clients have them
 * compiled in and refuse any other.
 */
public record Region(String code) {

  /** Every code there is. */
  public static final List<String> CODES =
      List.of(
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "ap-east-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-south-1",
          "ca-central-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "eu-north-1",
          "eu-central-1",
          "eu-central-2",
          "sa-east-1");

  /** Checks that there is such a region; throws {@link IllegalArgumentException} if not. */
  public Region {
    requireNonNull(code, "region");
    if (!CODES.contains(code)) {
      throw new IllegalArgumentException("A region is one of " + CODES);
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
