package io.rickyard.gateway.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.management.Paths;
import io.rickyard.gateway.upstream.OrgClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;

/** What may be bought for a project: nothing, which clients ask for before they push settings. */
@Controller("/v1/projects/{ref}/billing/addons")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "settings")
final class AddonsController {

  private final OrgClient org;

  AddonsController(OrgClient org) {
    this.org = org;
  }

  /**
   * A catalogue.
   *
   * @param selectedAddons what the project has
   * @param availableAddons what it could have
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Catalogue(
      List<Map<String, Object>> selectedAddons, List<Map<String, Object>> availableAddons) {
    private static final Catalogue EMPTY = new Catalogue(List.of(), List.of());

    /** Copies the lists. */
    Catalogue {
      selectedAddons = List.copyOf(selectedAddons);
      availableAddons = List.copyOf(availableAddons);
    }
  }

  @Get
  @Operation(summary = "The add-ons of a project: there are none to have")
  Catalogue list(String ref, @Parameter(hidden = true) Call call) {
    var _ = org.project(Paths.project(ref), call);
    return Catalogue.EMPTY;
  }
}
