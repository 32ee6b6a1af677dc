/**
 * What must run one after the other: the order of a lane, the generations of a project, and which
 * newer command takes the place of which older one. Pure; it must not know where lanes are kept.
 */
@NullMarked
package io.rickyard.worker.lane;

import org.jspecify.annotations.NullMarked;
