package io.rickyard.gateway.management;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.task.TaskInput.StackDelete;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ProjectView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects, as the Management API has them. */
@Controller("/v1/projects")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class ProjectController {

  private final Projects projects;
  private final Submissions submissions;
  private final String usualRegion;

  ProjectController(
      Projects projects,
      Submissions submissions,
      @Value("${rickyard.projects.default-region:eu-central-1}") String usualRegion) {
    this.projects = projects;
    this.submissions = submissions;
    this.usualRegion = usualRegion;
  }

  @Get
  @Operation(summary = "List the projects of all one's organizations")
  List<ProjectShape> list(@Parameter(hidden = true) Call call) {
    return projects.list(null, call);
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Create a project; its stack comes up in the task that the headers name")
  HttpResponse<ProjectShape> create(@Body NewProject body, @Parameter(hidden = true) Call call) {
    var submission = body.submission(Paths.organization(body.slug()), usualRegion);
    Accepted accepted = submissions.submit(submission, call);
    var project = ProjectShape.of(desired(accepted), Observed.NOTHING_YET);
    return AcceptingAnswer.headers(
        HttpResponse.created(project), accepted.task(), accepted.position());
  }

  @Post("/adopt")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make a project of a compose stack that is there already",
      description =
          "It is watched, paused, resumed and restarted as it is, and stays its owner's: it is"
              + " never made anew, and deleting the project only lets go of it.")
  HttpResponse<ProjectShape> adopt(@Body AdoptedProject body, @Parameter(hidden = true) Call call) {
    var submission = body.submission(Paths.organization(body.organizationSlug()), usualRegion);
    Accepted accepted = submissions.submit(submission, call);
    var project = ProjectShape.of(desired(accepted), Observed.NOTHING_YET);
    return AcceptingAnswer.headers(
        HttpResponse.created(project), accepted.task(), accepted.position());
  }

  @Get("/available-regions")
  @Operation(
      summary = "Where new projects may live",
      description =
          "All stacks run where this installation has put its runtime, under its default region's"
              + " name. Every other name of the hosted platform is taken, and is no more than that.")
  RegionsShape regions() {
    return RegionsShape.of(usualRegion);
  }

  @Get("/{ref}")
  @Operation(summary = "Get a project and how it is")
  ProjectShape get(String ref, @Parameter(hidden = true) Call call) {
    return projects.get(Paths.project(ref), call);
  }

  @Patch("/{ref}")
  @Operation(summary = "Give a project another name")
  ProjectShape.Brief rename(
      String ref, @Body NameRequest body, @Parameter(hidden = true) Call call) {
    return ProjectShape.Brief.of(projects.rename(Paths.project(ref), body.name(), call));
  }

  /**
   * What is to be done about drift.
   *
   * @param policy repair or report; null leaves it to the installation
   */
  record DriftRequest(@Nullable DriftPolicy policy) {}

  @Put("/{ref}/drift-policy")
  @Operation(
      summary = "Decide what is done when a project's stack differs from what it should be",
      description =
          "repair mends the services concerned, report only tells; null leaves it to the"
              + " installation.")
  DriftRequest choose(String ref, @Body DriftRequest body, @Parameter(hidden = true) Call call) {
    var project = projects.choose(Paths.project(ref), body.policy(), call);
    return new DriftRequest(project.driftPolicy());
  }

  @Delete("/{ref}")
  @Operation(
      summary = "Delete a project and every trace of it",
      description = "One that was adopted is let go of; its containers and data stay.")
  HttpResponse<ProjectShape.Brief> delete(String ref, @Parameter(hidden = true) Call call) {
    var submission = Submission.of(new StackDelete(), Paths.project(ref));
    Accepted accepted = submissions.submit(submission, call);
    return AcceptingAnswer.headers(
        HttpResponse.ok(ProjectShape.Brief.of(desired(accepted))),
        accepted.task(),
        accepted.position());
  }

  @Get("/{ref}/health")
  @Operation(summary = "Get the health of each service that the project's profile has")
  List<HealthShape> health(
      String ref,
      @QueryValue @Nullable List<String> services,
      @Parameter(hidden = true) Call call) {
    var project = projects.desired(Paths.project(ref), call);
    return HealthShape.of(project.profile(), projects.observe(project.ref(), call)).stream()
        .filter(health -> services == null || services.contains(health.name()))
        .toList();
  }

  private static ProjectView desired(Accepted accepted) {
    if (accepted.project() == null) {
      throw new IllegalStateException("org-service names the project it promised something about");
    }
    return accepted.project();
  }
}
