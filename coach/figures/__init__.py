"""Drawings of exercises, made from the key poses in their cards.

Pure but for `figure_drawing`, which looks up what a card only names.

proportions     how long and thick the parts of a body are
vectors         points and directions, and the joint between two bones
skeleton        pose -> the points of a body, placed on the floor
outlines        points -> the shapes of limbs, torso and head
things          chairs, walls, pillows and straps
way_arrows      two poses -> the arrow along the way of a joint
drawing_plan    figure -> all shapes of a drawing, from behind to the front
figure_placement  shapes -> where they lie in a picture of a size
figure_svg      shapes -> SVG
figure_png      shapes -> PNG, by Pillow, the extra `picture`
figure_dots     shapes -> dots, for whatever shows a few thousand of them
figure_braille  dots -> braille characters, for a terminal
joint_angles    points -> how far each joint is bent
pose_positions  points -> whether they are in a position that cards name
pose_check      figure -> what no body can do in it
figure_drawing  card -> its drawing, as any of these
"""
