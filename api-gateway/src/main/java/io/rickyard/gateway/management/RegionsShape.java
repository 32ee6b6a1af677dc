package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Where new projects may live, as the Management API tells it.
 *
 * @param recommendations where they should
 * @param all where they can
 */
record RegionsShape(Regions recommendations, AllRegions all) {

  /** Clients know the hosted platform's providers only. */
  private static final String PROVIDER = "AWS";

  /** All stacks run where this installation has put its runtime, which is called so. */
  static RegionsShape of(String code) {
    var group = Group.of(code);
    var here = new Region(code, code, "specific", PROVIDER);
    return new RegionsShape(
        new Regions(group, List.of(here)), new AllRegions(List.of(group), List.of(here)));
  }

  /** Where they should. */
  record Regions(@JsonProperty("smartGroup") Group smartGroup, List<Region> specific) {
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
    static Group of(String region) {
      String code =
          switch (region.split("-", 2)[0]) {
            case "us", "ca", "sa" -> "americas";
            case "ap" -> "apac";
            default -> "emea";
          };
      return new Group(code, code, "smartGroup");
    }
  }

  /** A region. */
  record Region(String name, String code, String type, String provider) {}
}
