package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where new projects may live, as the Management API tells it.
 *
 * @param recommendations where they should
 * @param all where they can
 */
record RegionsShape(Regions recommendations, AllRegions all) {

  /** Whose machines they are; the hosted platform's word is a seller's of such. */
  static final String PROVIDER = "self-hosted";

  /** All stacks run where this installation has put its runtime, which is called so. */
  static RegionsShape of(String code) {
    var group = Group.of(code);
    var here = new Region(code, code, "specific", PROVIDER);
    return new RegionsShape(
        new Regions(group.orElse(null), List.of(here)),
        new AllRegions(group.stream().toList(), List.of(here)));
  }

  /**
   * Where they should.
   *
   * @param smartGroup none where the region's name does not say in which part of the world it is
   */
  record Regions(@JsonProperty("smartGroup") @Nullable Group smartGroup, List<Region> specific) {
    Regions {
      specific = List.copyOf(specific);
    }
  }

  /** Where they can. */
  record AllRegions(@JsonProperty("smartGroup") List<Group> smartGroup, List<Region> specific) {
    AllRegions {
      smartGroup = List.copyOf(smartGroup);
      specific = List.copyOf(specific);
    }
  }

  /** A part of the world. */
  record Group(String name, String code, String type) {
    private static final Pattern NAMED = Pattern.compile("(us|ca|sa|eu|ap)-[a-z]+-[0-9]");

    /** The one in which a region is that is called as the hosted platform calls one. */
    static Optional<Group> of(String region) {
      var named = NAMED.matcher(region);
      return named.matches() ? Optional.of(with(named.group(1))) : Optional.empty();
    }

    private static Group with(String continent) {
      String code =
          switch (continent) {
            case "eu" -> "emea";
            case "ap" -> "apac";
            default -> "americas";
          };
      return new Group(code, code, "smartGroup");
    }
  }

  /** A region. */
  record Region(String name, String code, String type, String provider) {}
}
