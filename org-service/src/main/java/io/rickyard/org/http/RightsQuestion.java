package io.rickyard.org.http;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which organizations the caller's rights are asked.
 *
 * @param organizations at most 1,000
 */
record RightsQuestion(@Nullable List<String> organizations) {

  private static final int MOST = 1_000;

  Set<OrganizationId> ids() {
    if (organizations == null || organizations.size() > MOST) {
      throw new Refused(Refusal.INVALID, "Name up to 1,000 organizations");
    }
    return organizations.stream().map(Reading::organization).collect(Collectors.toSet());
  }
}
