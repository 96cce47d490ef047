# What the host may do: be managed by Systems Manager, pull the image of its service, read the parameters of its
# service. Its containers cannot have this role: the metadata service answers no farther than the host itself.

data "aws_iam_policy_document" "from_ec2" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "host" {
  name               = "millrace-${var.environment}-${var.service}"
  assume_role_policy = data.aws_iam_policy_document.from_ec2.json
}

data "aws_iam_policy_document" "host" {
  # What the agent of Systems Manager needs to take commands and sessions. The policy that AWS keeps for this would
  # also let every host read every parameter of the account, the secrets of the other services among them. None of
  # these actions knows a narrower resource.
  statement {
    actions = [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    resources = [var.repository_arn]
  }

  # The service's variables, secrets among them.
  statement {
    actions   = ["ssm:GetParametersByPath"]
    resources = ["arn:aws:ssm:${var.region}:${var.account_id}:parameter/millrace/${var.environment}/${var.service}"]
  }

  # With it the host asks GitHub for the attestations of images.
  statement {
    actions   = ["ssm:GetParameter"]
    resources = ["arn:aws:ssm:${var.region}:${var.account_id}:parameter/millrace/${var.environment}/GITHUB_TOKEN"]
  }
}

resource "aws_iam_role_policy" "host" {
  name   = "what-the-host-needs"
  role   = aws_iam_role.host.id
  policy = data.aws_iam_policy_document.host.json
}

resource "aws_iam_instance_profile" "host" {
  name = aws_iam_role.host.name
  role = aws_iam_role.host.name
}
