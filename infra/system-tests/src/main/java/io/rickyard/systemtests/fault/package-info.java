/**
 * Faults on real processes: an installation with a process for each part, a seeded plan that kills
 * and pauses them under load, and the invariants that have to hold afterwards. Knows the parts from
 * outside; looks into the database and the event topic only to judge.
 */
@NullMarked
package io.rickyard.systemtests.fault;

import org.jspecify.annotations.NullMarked;
