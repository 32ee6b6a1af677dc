package io.rickyard.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Addresses that are banned from a project's database: none, since nobody bans any here. */
@Controller("/v1/projects/{ref}/network-bans/retrieve")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class NetworkBanController {

  private final Projects projects;

  NetworkBanController(Projects projects) {
    this.projects = projects;
  }

  /** A banned address. */
  record Ban(String bannedAddress, String identifier, String type) {}

  /** All of them, by address. */
  record Addresses(@JsonProperty("banned_ipv4_addresses") List<String> addresses) {}

  /** All of them. */
  record Bans(@JsonProperty("banned_ipv4_addresses") List<Ban> bans) {}

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Addresses that are banned from a project's database; nobody bans any")
  Addresses list(String ref, @Parameter(hidden = true) Call call) {
    projects.desired(Paths.project(ref), call);
    return new Addresses(List.of());
  }

  @Post("/enriched")
  @Status(HttpStatus.CREATED)
  @Operation(summary = "The same with whose attempts banned them")
  Bans enriched(String ref, @Parameter(hidden = true) Call call) {
    projects.desired(Paths.project(ref), call);
    return new Bans(List.of());
  }
}
