/**
 * Records that the rooms hand to one another: descriptors, the data header, the plan, trials and
 * their results. They carry no behaviour beyond looking things up.
 */
package org.lossexp.experiment;
