package io.rickyard.stack.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release's file as it is written: only what says a digest is changed, and nothing is formatted
 * anew.
 *
 * @param json what stands in it
 */
record ReleaseText(String json) {

  private static final Pattern IMAGE =
      Pattern.compile(
          "(\"image\":\\s*\\{\\s*\"repository\":\\s*\"([^\"]+)\",\\s*\"tag\":\\s*\"([^\"]+)\")"
              + "(,\\s*\"digest\":\\s*\"([^\"]+)\")?");

  /**
   * An image that it names.
   *
   * @param digest what its tag is said to mean; empty where nothing is said
   */
  record Image(String repository, String tag, Optional<String> digest) {
    @Override
    public String toString() {
      return repository + ":" + tag;
    }
  }

  /** The images that it names, in their order. */
  List<Image> images() {
    var images = new ArrayList<Image>();
    IMAGE.matcher(json).results().map(ReleaseText::image).forEach(images::add);
    return List.copyOf(images);
  }

  private static Image image(MatchResult found) {
    return new Image(found.group(2), found.group(3), Optional.ofNullable(found.group(5)));
  }

  /** The same with these digests; what is not named stays as it is. */
  ReleaseText with(Map<String, String> digests) {
    return new ReleaseText(
        IMAGE
            .matcher(json)
            .replaceAll(found -> {
              var digest = digests.get(image(found).toString());
              var kept = digest == null ? found.group() : found.group(1) + written(digest);
              return Matcher.quoteReplacement(kept);
            }));
  }

  private static String written(String digest) {
    return ", \"digest\": \"" + digest + "\"";
  }
}
