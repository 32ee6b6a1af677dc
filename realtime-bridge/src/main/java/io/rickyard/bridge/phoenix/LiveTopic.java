package io.rickyard.bridge.phoenix;

import io.rickyard.bridge.stream.Interest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A channel that tells about one organization: {@code realtime:tasks:<organization>} or {@code
 * realtime:projects:<organization>}.
 *
 * @param kind {@code task} or {@code stack}
 * @param organization whose
 */
record LiveTopic(String kind, String organization) {

  private static final Pattern FORM = Pattern.compile("realtime:(tasks|projects):([a-z]{20})");

  static Optional<LiveTopic> named(String topic) {
    var matcher = FORM.matcher(topic);
    return matcher.matches()
        ? Optional.of(
            new LiveTopic(matcher.group(1).equals("tasks") ? "task" : "stack", matcher.group(2)))
        : Optional.empty();
  }

  /** As clients name it. */
  String name() {
    return (kind.equals("task") ? "tasks:" : "projects:") + organization;
  }

  Interest interestOf(String userId) {
    return new Interest(userId, organization, null, null, kind);
  }
}
