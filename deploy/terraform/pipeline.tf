# What the workflows of the repository may do here: push images, and ask the hosts to deploy one by its digest.
# They sign in with GitHub's own tokens; there are no keys to keep.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "from_workflows" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:${var.repository}:environment:${var.environment}"]
    }
  }
}

resource "aws_iam_role" "build" {
  name               = "millrace-${var.environment}-build"
  assume_role_policy = data.aws_iam_policy_document.from_workflows.json
}

data "aws_iam_policy_document" "build" {
  # The one call that ECR grants on everything or not at all.
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [for repository in aws_ecr_repository.service : repository.arn]
  }
}

resource "aws_iam_role_policy" "build" {
  name   = "push-images"
  role   = aws_iam_role.build.id
  policy = data.aws_iam_policy_document.build.json
}

resource "aws_iam_role" "deploy" {
  name               = "millrace-${var.environment}-deploy"
  assume_role_policy = data.aws_iam_policy_document.from_workflows.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["ssm:SendCommand"]
    resources = [aws_ssm_document.deploy.arn]
  }

  statement {
    actions   = ["ssm:SendCommand"]
    resources = ["arn:aws:ec2:${var.region}:${data.aws_caller_identity.current.account_id}:instance/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/millrace:environment"
      values   = [var.environment]
    }
  }

  # Reading what became of a command knows no narrower resource.
  statement {
    actions   = ["ssm:ListCommands", "ssm:ListCommandInvocations"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "deploy" {
  name   = "ask-hosts-to-deploy"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}

# The only command the pipeline can send. Its parameters are words of known patterns, never text for a shell. The scripts
# travel in it, so that a host runs those of this version; as base64, for two braces mean a parameter here.
resource "aws_ssm_document" "deploy" {
  name            = "millrace-${var.environment}-deploy"
  document_type   = "Command"
  document_format = "JSON"

  content = jsonencode({
    schemaVersion = "2.2"
    description   = "Puts an image of a Millrace service in place."
    parameters = {
      app         = { type = "String", allowedValues = sort(tolist(local.services)) }
      digest      = { type = "String", allowedPattern = "^sha256:[0-9a-f]{64}$" }
      environment = { type = "String", allowedValues = [var.environment] }
    }
    mainSteps = [{
      action = "aws:runShellScript"
      name   = "deploy"
      inputs = {
        timeoutSeconds = "480"
        runCommand = concat(
          [
            "set -eu",
            "export HOME=/root AWS_REGION='${var.region}' REPOSITORY='${var.repository}'",
            "export REGISTRY='${local.account}.dkr.ecr.${var.region}.amazonaws.com'",
            "install --directory --mode 755 /opt/millrace",
          ],
          flatten([
            for name, path in {
              deploy-service   = "${path.module}/../bin/deploy-service"
              rollback-service = "${path.module}/../bin/rollback-service"
              read-settings    = "${path.module}/host/read-settings"
              } : [
              "echo '${filebase64(path)}' | base64 --decode >/opt/millrace/${name}.new",
              "chmod 755 /opt/millrace/${name}.new",
              "mv -f /opt/millrace/${name}.new /opt/millrace/${name}",
            ]
          ]),
          [
            "/opt/millrace/read-settings '{{ app }}' '{{ environment }}'",
            "exec /opt/millrace/deploy-service --app '{{ app }}' --digest '{{ digest }}' --environment '{{ environment }}'",
          ],
        )
      }
    }]
  })
}
